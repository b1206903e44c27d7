import numpy as np
import scanpy as sc
def execute(path, n_genes=2000):
    adata = sc.read_h5ad(path)
    adata.obs["n_counts"] = np.asarray(adata.X.sum(axis=1)).ravel()
    sc.pp.normalize_total(adata, target_sum=1e4)
    sc.pp.log1p(adata)
    sc.pp.highly_variable_genes(adata, n_top_genes=n_genes)
    sc.tl.pca(adata, svd_solver="arpack")
    sc.tl.leiden(adata, resolution=0.8)
    return adata
