from flask import Flask
app = Flask("x")
app.run(debug=True)
