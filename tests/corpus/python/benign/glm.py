import statsmodels.api as sm
def execute(data, parameters):
    x = sm.add_constant(data[["age", "dose"]])
    fit = sm.GLM(data["response"], x, family=sm.families.Binomial()).fit()
    return fit.summary2().tables[1].to_dict()
