"""Random cron lines with the wall times that croniter gives for them, one a line: line, from, times, tab-separated."""

import datetime
import random
import sys

from croniter import croniter

COUNT = 11_000
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
WEEKDAYS = "sun mon tue wed thu fri sat".split()
rng = random.Random(int(sys.argv[1]))


def item(low, high, names):
    def word(number):
        return rng.choice([names[number - low], str(number)]) if names and number - low < len(names) else str(number)

    kind = rng.random()
    if kind < 0.5:
        return word(rng.randint(low, high))
    first = rng.randint(low, high - 1)
    last = rng.randint(first + 1, high)
    if kind < 0.8:
        return f"{word(first)}-{word(last)}"
    return f"{first}-{last}/{rng.randint(1, max(1, (high - low) // 2))}"


def field(low, high, star, names=None):
    kind = rng.random()
    if kind < star:
        return "*"
    if kind < star + 0.1:
        return f"*/{rng.randint(1, max(2, (high - low) // 2))}"
    return ",".join(item(low, high, names) for _ in range(rng.choice([1, 1, 1, 2, 3])))


def weekday(day):
    # crontab(5) has no word on these beside a day of the month; croniter wants both to agree, swiftplay one.
    kind = rng.random() if day == "*" else 1
    if kind < 0.05:
        return f"L{rng.randint(0, 6)}"
    if kind < 0.1:
        return f"{rng.randint(0, 6)}#{rng.randint(1, 5)}"
    return field(0, 6, 0.45, WEEKDAYS)


def line():
    day = "L" if rng.random() < 0.05 else field(1, 31, 0.5)
    return " ".join([field(0, 59, 0.1), field(0, 23, 0.2), day, field(1, 12, 0.5, MONTHS), weekday(day)])


written = 0
while written < COUNT:
    text = line()
    start = datetime.datetime(2020, 1, 1) + datetime.timedelta(minutes=rng.randrange(16 * 366 * 1440))
    try:
        # The iteration gives what is strictly after; the schedule's own question is "at or after".
        walls = croniter(
            text, start - datetime.timedelta(minutes=1), datetime.datetime, implement_cron_bug=True, max_years_between_matches=50)
        times = [walls.get_next() for _ in range(3)]
    except Exception:
        continue
    print(text, start.strftime("%Y-%m-%dT%H:%M"), " ".join(t.strftime("%Y-%m-%dT%H:%M") for t in times), sep="\t")
    written += 1
