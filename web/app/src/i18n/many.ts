/** The texts for changing many rows. They come with the first dialog that is opened. */
import { i18n } from "./i18n";
import en from "./many.en.json";

i18n.addResourceBundle("en", "translation", en, true);
