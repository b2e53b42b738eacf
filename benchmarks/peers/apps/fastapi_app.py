"""A shop's API as many are written: FastAPI, pydantic's models, SQLAlchemy's ORM on asyncpg."""

import os
from collections.abc import AsyncIterator
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ForeignKey, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

engine = create_async_engine(os.environ["DATABASE_URL"], pool_size=8, max_overflow=0)
sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()


class Base(DeclarativeBase):
    """The tables."""


class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    country: Mapped[str]
    city: Mapped[str]
    created_at: Mapped[datetime]


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    status: Mapped[str]
    total: Mapped[Decimal]
    items: Mapped[int]
    settled: Mapped[bool]
    currency: Mapped[str]
    city: Mapped[str]
    placed_at: Mapped[datetime]
    shipped_at: Mapped[datetime | None]
    note: Mapped[str | None]
    customer: Mapped[Customer] = relationship()


class NewOrder(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    number: str
    customer_id: int
    status: str
    total: Decimal
    items: int
    settled: bool
    currency: str
    city: str
    placed_at: datetime
    shipped_at: datetime | None = None
    note: str | None = None


class OrderOut(NewOrder):
    id: int


class CustomerOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    name: str
    email: str
    country: str
    city: str
    created_at: datetime


class OrderWithCustomer(OrderOut):
    customer: CustomerOut


class Counted(BaseModel):
    count: int
    results: list[OrderOut]


class Group(BaseModel):
    items: int
    total: Decimal


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as opened:
        yield opened


Session = Annotated[AsyncSession, Depends(session)]


@app.get("/orders/{key}")
async def get(key: int, session: Session) -> OrderOut:
    order = await session.get(Order, key)
    if order is None:
        raise HTTPException(404)
    return OrderOut.model_validate(order)


def listed(status: str, placed_since: datetime | None, limit: int):
    query = select(Order).where(Order.status == status)
    if placed_since is not None:
        query = query.where(Order.placed_at >= placed_since)
    return query.order_by(Order.placed_at.desc(), Order.id.desc()).limit(limit)


@app.get("/orders", response_model=list[OrderOut])
async def list_(status: str, session: Session, placed_since: datetime | None = None, limit: int = 25):
    return (await session.scalars(listed(status, placed_since, limit))).all()


@app.get("/orders-with-customer", response_model=list[OrderWithCustomer])
async def list_with_customer(
    status: str, session: Session, placed_since: datetime | None = None, limit: int = 25
):
    query = listed(status, placed_since, limit).options(joinedload(Order.customer))
    return (await session.scalars(query)).all()


@app.get("/orders-counted", response_model=Counted)
async def list_counted(status: str, session: Session):
    count = await session.scalar(select(func.count()).select_from(Order).where(Order.status == status))
    return {"count": count, "results": (await session.scalars(listed(status, None, 100))).all()}


@app.get("/orders-by-items", response_model=list[Group])
async def by_items(status: str, session: Session):
    total = func.sum(Order.total).label("total")
    query = select(Order.items, total).where(Order.status == status).group_by(Order.items)
    return [{"items": row.items, "total": row.total} for row in await session.execute(query)]


@app.post("/orders", status_code=201)
async def create(new: NewOrder, session: Session) -> OrderOut:
    order = Order(**new.model_dump())
    session.add(order)
    await session.commit()
    return OrderOut.model_validate(order)
