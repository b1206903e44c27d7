def eval_model(m): return m
eval_model(1)
