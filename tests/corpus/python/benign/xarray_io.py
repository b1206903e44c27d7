import xarray as xr
def mean_temperature(path):
    with xr.open_dataset(path) as data:
        return float(data["t2m"].mean())
