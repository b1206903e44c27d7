DATABASE_URL = "postgresql://admin:Sup3rS3cret@db.example:5432/prod"
