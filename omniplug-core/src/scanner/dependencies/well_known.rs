//! Names of well-known packages.

use std::sync::LazyLock;

/// Well-known packages of PyPI, normalised and sorted: those that scientists use, and those that malware imitates.
pub(super) static PYPI: LazyLock<Vec<&str>> =
    LazyLock::new(|| PYPI_NAMES.split_whitespace().collect());

const PYPI_NAMES: &str = "accelerate aiohttp alembic altair anndata anthropic anyio arviz astropy attrs awscli babel bcrypt beautifulsoup4 \
    biopython black bleach bokeh boto3 botocore cachetools catboost category-encoders celery certifi cffi chardet \
    charset-normalizer click cloudpickle colorama contourpy coverage cryptography cycler cython dash dask datasets \
    decorator dill discord-py distributed django docutils emcee factor-analyzer fastapi fastparquet feature-engine \
    filelock fiona flake8 flask folium fonttools gensim geopandas google-auth googleapis-common-protos gradio \
    greenlet grpcio gunicorn h11 h5py hdbscan html5lib httpcore httpx huggingface-hub hyperopt idna imageio \
    imbalanced-learn importlib-metadata ipykernel ipython ipywidgets isort itsdangerous jax jaxlib jedi jinja2 \
    joblib jsonschema jupyter jupyterlab keras kiwisolver langchain lifelines lightgbm lime llvmlite loguru lxml \
    markupsafe marshmallow matplotlib missingno mistune mlflow mpmath msgpack mypy nbconvert nbformat netcdf4 \
    networkx nltk notebook numba numpy openai opencv-python openpyxl optuna orjson packaging pandas pandas-profiling \
    paramiko parso patsy pexpect pillow pingouin pip platformdirs plotly ply polars prophet protobuf psutil psycopg2 \
    psycopg2-binary ptyprocess pyarrow pycparser pydantic pydantic-core pygments pyjwt pylint pymc pymongo pymysql \
    pyopenssl pyparsing pyproj pyserial pyspark pytest python-dateutil python-dotenv pytz pywin32 pyyaml pyzmq \
    rasterio ray redis regex requests rich ruff s3transfer scanpy scikit-image scikit-learn scipy scrapy seaborn \
    selenium sentencepiece setuptools shap shapely simplejson six sniffio soupsieve spacy sphinx sqlalchemy sqlparse \
    squarify starlette statsmodels streamlit structlog sympy tables tabulate tensorflow termcolor textblob \
    threadpoolctl tiktoken tokenizers toml tomli torch torchaudio torchvision tornado tox tqdm traitlets \
    transformers typing-extensions tzdata ujson umap-learn urllib3 uvicorn virtualenv wandb werkzeug wheel wordcloud \
    wrapt xarray xgboost xlrd xlsxwriter ydata-profiling zarr zipp";

/// Well-known packages of CRAN.
pub(super) static CRAN: LazyLock<Vec<&str>> =
    LazyLock::new(|| CRAN_NAMES.split_whitespace().collect());

const CRAN_NAMES: &str = "AER BiocManager DBI DT FactoMineR GGally Hmisc MASS MCMCpack Matrix NbClust R6 RColorBrewer ROCR RPostgres \
    RSQLite Rcpp RcppArmadillo RcppEigen Rmisc Rtsne SnowballC TTR ape arrow bayesplot bit bit64 boot brms broom \
    callr car caret cli cluster coda corrplot cowplot crayon curl data.table dbplyr dbscan devtools digest \
    doParallel dplyr e1071 emmeans factoextra feather flextable forcats foreach forecast fpc fs fst furrr future \
    ggplot2 ggraph ggrepel glmnet glue gridExtra gt gtsummary haven here htmltools htmlwidgets httr httr2 igraph \
    janitor jsonlite kableExtra keras knitcitations knitr lattice lavaan leaflet lifecycle lme4 lmerTest lmtest loo \
    lubridate magrittr mgcv mlr3 multcomp nlme officer openssl openxlsx pROC pak parsnip patchwork phytools pillar \
    plm plotly plyr processx psych purrr quanteda quantmod randomForest raster readr readxl recipes remotes renv \
    reshape2 reticulate rgdal rlang rmarkdown rms roxygen2 rprojroot rstan rstudioapi rvest sandwich scales sf shiny \
    shinydashboard skimr sp stringi stringr survival survminer tensorflow terra testthat tibble tidygraph tidymodels \
    tidyr tidytext tidyverse tm torch tseries umap urca usethis vars vctrs vegan viridis withr wordcloud writexl \
    xgboost xml2 xts yaml zoo";
