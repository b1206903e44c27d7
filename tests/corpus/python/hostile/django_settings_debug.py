DEBUG = True
ROOT_URLCONF = "portal.urls"
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
