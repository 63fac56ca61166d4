"""A made-up business over a year, day by day, from one seed.

Orders come in, goods arrive, leave and come back, and money follows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sheetflow.starters.samples.chance import Dice
from sheetflow.starters.samples.entered_twice import enter_twice
from sheetflow.starters.samples.models import Product, next_working_day, products_of
from sheetflow.starters.samples.ordering import find_customers, take_order
from sheetflow.starters.samples.stock_keeping import (
    count_stock,
    fill_showroom,
    open_stock,
    receive_goods,
)
from sheetflow.starters.samples.tables import Table
from sheetflow.starters.samples.world import World

FIRST_DAY = dt.date(2025, 1, 2)
LAST_DAY = dt.date(2025, 12, 23)
CUSTOMERS = 64
ORDERS_A_DAY = (1, 1, 2, 2, 3, 3)
MONDAY = 0
WEDNESDAY = 2


def simulate_year(products: Table, seed: int) -> World:
    """A year in which these products were sold, with everything that people entered but what was bought."""
    world = World(Dice(seed))
    all_products = products_of(products)
    customers = find_customers(world, CUSTOMERS)
    goods = [product for product in all_products if product.tracked]
    open_stock(world, goods, FIRST_DAY)
    month = FIRST_DAY.month
    day = next_working_day(FIRST_DAY, 1)
    while day <= LAST_DAY:
        if day.month != month:
            count_stock(world, goods, day)
            month = day.month
        _keep_stock(world, goods, day)
        _do_tasks(world, day)
        for _ in range(world.dice.one_of(ORDERS_A_DAY)):
            take_order(world, customers, all_products, day)
        day = next_working_day(day, 1)
    enter_twice(world.records)
    return world


def _keep_stock(world: World, goods: Sequence[Product], day: dt.date) -> None:
    """Receive goods on Mondays; on some Wednesdays, fill the showroom."""
    if day.weekday() == MONDAY:
        receive_goods(world, goods, day)
    if day.weekday() == WEDNESDAY and world.dice.happens(60):
        fill_showroom(world, goods, day)


def _do_tasks(world: World, day: dt.date) -> None:
    for task in world.agenda.due(day):
        task(day)
