"system"("id")
