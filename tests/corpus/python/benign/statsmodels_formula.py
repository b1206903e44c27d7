import statsmodels.formula.api as smf
def execute(frame):
    fitted = smf.ols("weight ~ height + C(group)", data=frame).fit()
    return fitted.params.to_dict()
