`my run` <- `system`
`my run`("id")
