name = type(self).__name__
other = self.__class__.__name__
