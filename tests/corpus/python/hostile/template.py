from jinja2 import Template
Template(input()).render()
