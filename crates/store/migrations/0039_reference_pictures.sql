-- Pictures that the list of reference documents names, by the SHA-256 of their bytes.
create table reference_picture (
    sha256 text not null primary key,
    bytes  blob null -- null until they have come
);
