from scipy import stats
stats.ttest_ind(a, b)
