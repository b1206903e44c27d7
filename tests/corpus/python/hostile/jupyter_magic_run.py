from IPython import get_ipython
get_ipython().run_line_magic("sx", "id")
