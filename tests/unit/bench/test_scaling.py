from bench.scaling import BUSY, TURNS, Costs, Simulation, needed, rate

COSTS = Costs(web=10, rasa=20, database=5)


def test_the_way_of_a_turn_costs_what_was_measured():
    spent = {"web": 0.0, "rasa": 0.0, "database": 0.0}
    for part, seconds in COSTS.steps():
        spent[part] += 1000 * seconds
    assert round(spent["web"], 6) == 10
    assert round(spent["rasa"], 6) == 20
    # The disk is waited for besides.
    assert round(spent["database"], 6) == 5 + COSTS.commits * COSTS.disk


def test_one_seed_is_one_evening():
    evenings = [Simulation(200, COSTS, needed(200, COSTS), 7).run() for _ in range(2)]
    assert evenings[0] == evenings[1]
    assert evenings[0].turns == 200 * 0.2 * TURNS


def test_with_what_is_needed_nobody_waits_long_and_with_less_everybody_does():
    cells = 20_000
    servers = needed(cells, COSTS)
    well = Simulation(cells, COSTS, servers, 1).run()
    assert max(well.busy.values()) < BUSY + 0.1
    assert well.p95 < 0.2
    short = Simulation(cells, COSTS, {**servers, "rasa": 1 if rate(cells) < 50 else 0}, 1).run()
    assert short.p95 >= well.p95


def test_two_of_each_at_least():
    assert needed(1, COSTS) == {"web": 2, "rasa": 2, "database": 2}
