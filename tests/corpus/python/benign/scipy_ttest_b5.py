from scipy import stats

def compare(a, b):
    t, p = stats.ttest_ind(a, b, equal_var=False)
    return {"t": t, "p": p}
