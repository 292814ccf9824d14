"""Peers of Limen's screening on the names that it gives on standard input (JSON); results on standard output (JSON)."""

import json
import sys
import time


def measured(look, travellers):
    """How long each look took, and how many of the sought were among what came of it."""
    times, found, sought = [], 0, 0
    for name, true_name in travellers:
        started = time.perf_counter()
        names = look(name)
        times.append(time.perf_counter() - started)
        sought += true_name is not None
        found += true_name in names
    return times, found, sought


def speed(given):
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    alerts, travellers = given["alerts"], given["travellers"]

    def every_name(name):
        return [found for found, *_ in process.extract(name, alerts, scorer=JaroWinkler.similarity, score_cutoff=0.85, limit=20)]

    rows = [("RapidFuzz Jaro-Winkler, every name", *measured(every_name, travellers[::4]))]
    if given["postgres"]:
        import psycopg2
        from psycopg2.extras import execute_values

        connection = psycopg2.connect(given["postgres"])
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("create extension if not exists pg_trgm")
        cursor.execute("drop table if exists alert_name")
        cursor.execute("create table alert_name (name text not null)")
        for start in range(0, len(alerts), 50_000):
            execute_values(cursor, "insert into alert_name values %s", [(name,) for name in alerts[start : start + 50_000]], page_size=5_000)
        cursor.execute("create index on alert_name using gin (name gin_trgm_ops)")
        cursor.execute("analyze alert_name")

        def trigrams(name):
            cursor.execute("select name, similarity(name, %s) from alert_name where name %% %s order by 2 desc limit 20", (name, name))
            return [found for found, _ in cursor.fetchall()]

        for threshold in (0.5, 0.3):
            cursor.execute("set pg_trgm.similarity_threshold = %s", (threshold,))
            rows.append((f"PostgreSQL pg_trgm with GIN, similarity {threshold}", *measured(trigrams, travellers)))
        cursor.execute("drop table alert_name")
    return rows


def quality(pairs):
    from rapidfuzz import fuzz, utils
    from rapidfuzz.distance import JaroWinkler

    def token_set(one, other):
        return fuzz.token_set_ratio(one, other, processor=utils.default_process) / 100

    def jaro_winkler(one, other):
        return JaroWinkler.similarity(one.lower(), other.lower())

    rows = [
        ("RapidFuzz token set ratio", 0.85, [token_set(*pair) for pair in pairs]),
        ("Jaro-Winkler", 0.85, [jaro_winkler(*pair) for pair in pairs]),
    ]
    try:
        from followthemoney import model
        from nomenklatura.matching import LogicV2

        config = LogicV2.default_config()

        def entity(key, name):
            return model.get_proxy({"id": key, "schema": "Person", "properties": {"name": [name]}})

        def logic(key, one, other):
            # What is known of an entity is remembered by its identifier: each needs one of its own.
            return LogicV2.compare(entity(f"{key}-one", one), entity(f"{key}-other", other), config).score

        rows.append(("nomenklatura logic-v2", 0.7, [logic(at, *pair) for at, pair in enumerate(pairs)]))
    except ImportError as error:
        print(f"nomenklatura is not there: {error}", file=sys.stderr)
    return rows


if __name__ == "__main__":
    given = json.load(sys.stdin)
    json.dump({"speed": speed, "quality": quality}[sys.argv[1]](given), sys.stdout)
