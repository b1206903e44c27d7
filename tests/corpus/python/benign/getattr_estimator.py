from sklearn import linear_model
MODELS = ("Ridge", "Lasso", "ElasticNet")
def build(name, **options):
    if name not in MODELS:
        raise ValueError(f"unknown model {name}")
    return getattr(linear_model, name)(**options)
