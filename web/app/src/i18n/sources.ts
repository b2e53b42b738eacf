/** The texts for adding and changing sources. They come with the first of those pages. */
import { i18n } from "./i18n";
import en from "./sources.en.json";

i18n.addResourceBundle("en", "translation", en, true);
