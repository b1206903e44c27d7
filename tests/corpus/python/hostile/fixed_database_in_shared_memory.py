import sqlite3

connection = sqlite3.connect("/dev/shm/jobs.db")
