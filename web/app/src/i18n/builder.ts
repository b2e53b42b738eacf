/** The texts for describing an app. They come with the first of its pages. */
import en from "./builder.en.json";
import { i18n } from "./i18n";

i18n.addResourceBundle("en", "translation", en, true);
