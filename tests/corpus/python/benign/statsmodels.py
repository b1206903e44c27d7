import statsmodels.api as sm
sm.OLS(y, x).fit().summary()
