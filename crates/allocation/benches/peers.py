"""CPU time of Python packages on a market in tables: build and solve from lists in memory."""

import csv
import sys
import tempfile
import threading
import time


def load(folder):
    asks, accepts, capacity = {}, {}, {}
    with open(f"{folder}/preferences.csv") as file:
        for row in csv.DictReader(file):
            asks.setdefault(row["applicant"], []).append(row["programme"])
            accepts.setdefault(row["programme"], []).append((int(row["programme_rank"]), row["applicant"]))
    with open(f"{folder}/capacities.csv") as file:
        for row in csv.DictReader(file):
            capacity[row["programme"]] = int(row["capacity"])
    accepts = {id: [who for _, who in sorted(ranked)] for id, ranked in accepts.items()}
    capacity = {id: capacity[id] for id in accepts}
    return asks, accepts, capacity


def by_matching(asks, accepts, capacity):
    from matching.games import HospitalResident

    game = HospitalResident.create_from_dictionaries(asks, accepts, capacity)
    answer = game.solve()
    return sum(len(residents) for residents in answer.values())


def by_algmatch(asks, accepts, capacity):
    from algmatch import HospitalResidentsProblem

    residents = {id: at + 1 for at, id in enumerate(asks)}
    hospitals = {id: at + 1 for at, id in enumerate(accepts)}
    lines = [f"{len(residents)} {len(hospitals)}"]
    lines += [f"{residents[id]} " + " ".join(str(hospitals[place]) for place in list_) for id, list_ in asks.items()]
    lines += [f"{hospitals[id]} {capacity[id]} " + " ".join(str(residents[who]) for who in list_) for id, list_ in accepts.items()]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        answer = HospitalResidentsProblem(filename=file.name, optimised_side="residents").get_stable_matching()
    return sum(1 for place in answer["resident_sided"].values() if place)


def main():
    market = load(sys.argv[1])
    for name, solve in [("matching", by_matching), ("algmatch", by_algmatch)]:
        start = time.process_time()
        placed = solve(*market)
        spent = (time.process_time() - start) * 1000
        print(f"| uniform {len(market[0])} | {name} (Python) | {spent:.0f} | {placed} placed | |", flush=True)


# The packages copy their objects recursively, far beyond the usual depth.
sys.setrecursionlimit(10_000_000)
threading.stack_size(1 << 30)
thread = threading.Thread(target=main)
thread.start()
thread.join()
