from sqlalchemy import create_engine, select, text


def execute(engine, table, name):
    with engine.connect() as connection:
        connection.execute(text("SELECT * FROM t WHERE name = :name"), {"name": name})
        return connection.execute(select(table)).all()
