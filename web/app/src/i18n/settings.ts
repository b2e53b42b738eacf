/** The texts of the settings and of what leads to them. They come with the first of those pages. */
import { i18n } from "./i18n";
import en from "./settings.en.json";

i18n.addResourceBundle("en", "translation", en, true);
