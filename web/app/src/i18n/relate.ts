/** The texts for declaring relations. They come with the first dialog that is opened. */
import { i18n } from "./i18n";
import en from "./relate.en.json";

i18n.addResourceBundle("en", "translation", en, true);
