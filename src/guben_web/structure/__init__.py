"""Acts on organizations, whether they are as the rules want them, and which workplaces have none."""
