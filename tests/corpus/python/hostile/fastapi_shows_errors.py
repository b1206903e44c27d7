from fastapi import FastAPI

service = FastAPI(title="results", debug=True)
