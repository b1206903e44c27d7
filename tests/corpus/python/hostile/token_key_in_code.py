import jwt


def token(user):
    return jwt.encode({"user": user}, "between-us", algorithm="HS256")
