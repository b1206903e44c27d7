import h5py
def write(path, matrix, genes):
    with h5py.File(path, "w") as file:
        file.create_dataset("matrix", data=matrix, compression="gzip")
        file.attrs["genes"] = len(genes)
