from lifelines import KaplanMeierFitter
def execute(data):
    fitter = KaplanMeierFitter()
    fitter.fit(data["time"], event_observed=data["event"])
    return fitter.survival_function_.to_dict()
