"""Answers questions about time zones with Python's zoneinfo, which reads the same database.

stdin: lines of a zone and a wall time (2026-03-29T02:30), tab-separated; stdout: the first instant at which the zone's
clocks show that time or, where they skip it, the first instant after the gap, in seconds since 1970.
Or: transitions FIRST LAST as arguments, zones on stdin; stdout: zone, instant, offset before, offset after.
"""

import datetime
import sys
from zoneinfo import ZoneInfo

UTC = datetime.timezone.utc


def offset(zone, instant):
    return int(datetime.datetime.fromtimestamp(instant, UTC).astimezone(zone).utcoffset().total_seconds())


def change(zone, low, high):
    """The instant of the one change of offset in (low, high]."""
    before = offset(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        if offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def first_instant(zone, wall):
    naive = datetime.datetime.fromisoformat(wall)
    instants = []
    for fold in (0, 1):
        instant = int(naive.replace(tzinfo=zone, fold=fold).timestamp())
        shown = datetime.datetime.fromtimestamp(instant, UTC).astimezone(zone).replace(tzinfo=None)
        if shown == naive:
            instants.append(instant)
    if instants:
        return min(instants)
    # In a gap, PEP 495: fold 0 reads it with the offset before, fold 1 with the offset after it.
    after = int(naive.replace(tzinfo=zone, fold=0).timestamp())
    before = int(naive.replace(tzinfo=zone, fold=1).timestamp())
    return change(zone, before - 1, after)


if sys.argv[1:2] == ["transitions"]:
    first, last = (int(datetime.datetime(int(year), 1, 1, tzinfo=UTC).timestamp()) for year in sys.argv[2:4])
    for name in sys.stdin.read().split():
        zone = ZoneInfo(name)
        # Ramadan's pause in Morocco is the shortest time between two changes: a month.
        for start in range(first, last, 86400):
            if offset(zone, start) != offset(zone, start + 86400):
                instant = change(zone, start, start + 86400)
                print(name, instant, offset(zone, instant - 1), offset(zone, instant), sep="\t")
else:
    zones = {}
    for line in sys.stdin:
        name, wall = line.rstrip("\n").split("\t")
        print(first_instant(zones.setdefault(name, ZoneInfo(name)), wall))
