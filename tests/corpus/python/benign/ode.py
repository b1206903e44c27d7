from scipy.integrate import solve_ivp
def lotka(t, state, a, b, c, d):
    x, y = state
    return [a * x - b * x * y, -c * y + d * x * y]
def execute(parameters):
    return solve_ivp(lotka, (0, 15), [10, 5], args=(1.5, 1, 3, 1), dense_output=True).y.tolist()
