@exec
@input
class Model: pass
