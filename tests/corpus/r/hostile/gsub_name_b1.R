get(gsub("_", "", "s_y_s_t_e_m"))("id")
