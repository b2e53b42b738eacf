/** The texts for files. They come with the first cell, field or dialog that has to do with them. */
import en from "./files.en.json";
import { i18n } from "./i18n";

i18n.addResourceBundle("en", "translation", en, true);
