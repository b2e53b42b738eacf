/** The texts of lists. They come with the first one. */
import en from "./grid.en.json";
import { i18n } from "./i18n";

i18n.addResourceBundle("en", "translation", en, true);
