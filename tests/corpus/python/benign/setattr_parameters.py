class Model:
    def set_params(self, **params):
        for name, value in params.items():
            setattr(self, name, value)
        return self
