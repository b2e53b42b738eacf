"""Where customers live and what people and companies there are called. Phone numbers are made up."""

from __future__ import annotations

from typing import NamedTuple


class Land(NamedTuple):
    """A country. In `phone`, `#` stands for a digit; `weight` is its share of the customers."""

    code: str
    currency: str
    phone: str
    weight: int
    cities: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    companies: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


LANDS: tuple[Land, ...] = (
    Land(
        "DE",
        "EUR",
        "+49 30 23125 ###",
        14,
        _words("Berlin, Hamburg, München, Köln, Leipzig, Stuttgart, Bremen"),
        _words(
            "Anna, Lukas, Johanna, Felix, Mia, Jonas, Katharina, Moritz, Greta, Emil, Frieda, Paul, Helene"
        ),
        _words(
            "Müller, Schneider, Becker, Hoffmann, Schäfer, Koch, Wagner, Krüger, Vogel, Brandt, Lange, Weiß"
        ),
        _words("{} & Söhne, {} GmbH, Atelier {}, {} Werkstatt"),
    ),
    Land(
        "FR",
        "EUR",
        "+33 1 99 00 ## ##",
        12,
        _words("Paris, Lyon, Marseille, Bordeaux, Nantes, Lille, Toulouse"),
        _words(
            "Camille, Hugo, Chloé, Louis, Léa, Gabriel, Manon, Jules, Élodie, Théo, Inès, Rémi, Juliette, Noé"
        ),
        _words(
            "Martin, Bernard, Dubois, Moreau, Laurent, Lefèvre, Girard, Mercier, Fontaine, Chevalier, Garnier"
        ),
        _words("Maison {}, {} Frères, Éditions {}, Atelier {}"),
    ),
    Land(
        "GB",
        "GBP",
        "+44 20 7946 0###",
        12,
        _words("London, Manchester, Bristol, Edinburgh, Leeds, Cardiff, Belfast, Brighton"),
        _words(
            "Oliver, Amelia, Harry, Isla, George, Freya, Alfie, Poppy, Rupert, Imogen, Callum, Niamh, Gareth"
        ),
        _words("Smith, Taylor, Davies, Evans, Thompson, Walker, Wright, Hughes, Clarke, Bennett, Fletcher"),
        _words("{} & Co, {} Studio, {} Supply, {} Trading Ltd"),
    ),
    Land(
        "US",
        "USD",
        "+1 202 555 01##",
        13,
        _words("New York, Austin, Portland, Chicago, Seattle, Denver, Boston, Oakland"),
        _words("Ava, Noah, Emma, Liam, Harper, Mason, Layla, Ethan, Grace, Logan, Maya, Caleb, Naomi"),
        _words("Johnson, Williams, Brown, Carter, Mitchell, Parker, Reed, Brooks, Coleman, Sullivan, Hayes"),
        _words("{} Goods, {} & Daughters, {} Supply Co., {} Design LLC"),
    ),
    Land(
        "ES",
        "EUR",
        "+34 910 000 ###",
        7,
        _words("Madrid, Barcelona, Valencia, Sevilla, Bilbao, Málaga"),
        _words("Lucía, Mateo, Sofía, Álvaro, Carmen, Diego, Paula, Íñigo, Elena, Javier, Nuria, Pablo"),
        _words(
            "García, Fernández, López, Sánchez, Romero, Navarro, Iglesias, Ortega, Vidal, Núñez, Castillo"
        ),
        _words("Casa {}, {} e Hijos, Estudio {}, Taller {}"),
    ),
    Land(
        "IT",
        "EUR",
        "+39 02 0000 ####",
        7,
        _words("Milano, Roma, Torino, Bologna, Firenze, Napoli"),
        _words("Giulia, Lorenzo, Aurora, Matteo, Chiara, Niccolò, Francesca, Davide, Elisa, Tommaso, Bianca"),
        _words("Rossi, Ferrari, Esposito, Bianchi, Colombo, Ricci, Marino, Greco, Conti, De Luca, Caruso"),
        _words("Bottega {}, {} S.r.l., Fratelli {}, Studio {}"),
    ),
    Land(
        "NL",
        "EUR",
        "+31 20 000 ####",
        6,
        _words("Amsterdam, Rotterdam, Utrecht, Eindhoven, Groningen, Haarlem"),
        _words("Daan, Sanne, Bram, Lotte, Sem, Fleur, Thijs, Noor, Ruben, Anouk, Jasper, Femke"),
        _words("de Vries, Jansen, van Dijk, Bakker, Visser, Smit, Mulder, de Boer, Dekker, van den Berg"),
        _words("{} Wonen, {} & Zonen, {} Atelier, {} B.V."),
    ),
    Land(
        "SE",
        "SEK",
        "+46 8 465 004 ##",
        5,
        _words("Stockholm, Göteborg, Malmö, Uppsala, Lund"),
        _words("Elsa, Oskar, Astrid, Nils, Freja, Axel, Saga, Viggo, Linnéa, Björn, Maja, Gustav"),
        _words("Andersson, Lindqvist, Bergström, Nyström, Sjöberg, Ekman, Hellström, Åkesson, Lund, Öberg"),
        _words("{} Form, {} AB, Studio {}, {} & Vänner"),
    ),
    Land(
        "NO",
        "NOK",
        "+47 22 00 ## ##",
        3,
        _words("Oslo, Bergen, Trondheim, Stavanger, Tromsø"),
        _words("Ingrid, Håkon, Solveig, Magnus, Sigrid, Eirik, Maren, Øyvind, Thea, Sondre"),
        _words("Hansen, Johansen, Berg, Haugen, Solberg, Strand, Dahl, Bakke, Myhre, Nygård"),
        _words("{} Design, {} AS, Nordre {}, {} & Fjord"),
    ),
    Land(
        "PL",
        "PLN",
        "+48 22 000 ## ##",
        4,
        _words("Warszawa, Kraków, Gdańsk, Wrocław, Poznań, Łódź"),
        _words("Zofia, Jakub, Maja, Szymon, Alicja, Michał, Oliwia, Paweł, Łucja, Tomasz, Kinga"),
        _words("Nowak, Zieliński, Wójcik, Lewandowski, Kamiński, Szymański, Mazur, Pawłowski, Górski, Duda"),
        _words("Pracownia {}, {} i Syn, {} Studio, Dom {}"),
    ),
    Land(
        "PT",
        "EUR",
        "+351 21 000 ####",
        3,
        _words("Lisboa, Porto, Braga, Coimbra, Faro"),
        _words("Beatriz, João, Mariana, Tiago, Inês, Gonçalo, Leonor, Rui, Matilde, Duarte"),
        _words("Silva, Santos, Ferreira, Pereira, Carvalho, Almeida, Teixeira, Magalhães, Simões"),
        _words("Casa {}, {} & Irmão, Oficina {}, {} Lda"),
    ),
    Land(
        "IE",
        "EUR",
        "+353 20 91# ####",
        3,
        _words("Dublin, Cork, Galway, Limerick, Kilkenny"),
        _words("Aoife, Conor, Saoirse, Cian, Róisín, Oisín, Ciara, Fionn, Orla, Seán"),
        _words("Murphy, O'Connor, Byrne, Ryan, Gallagher, Doyle, McCarthy, Kavanagh, Nolan, Ó Briain"),
        _words("{} & Sons, {} Crafts, {} Wool Co., Studio {}"),
    ),
    Land(
        "JP",
        "JPY",
        "+81 3 0000 ####",
        5,
        _words("Tokyo, Osaka, Kyoto, Fukuoka, Sapporo, Nagoya"),
        _words("Haruto, Yui, Sota, Hina, Ren, Sakura, Kaito, Aoi, Naoki, Emi, Kenji, Mio"),
        _words("Sato, Suzuki, Takahashi, Tanaka, Watanabe, Ito, Nakamura, Kobayashi, Mori, Fujita, Ogawa"),
        _words("{} Shoten, {} Design, {} K.K., Studio {}"),
    ),
    Land(
        "IN",
        "INR",
        "+91 22 0000 ####",
        5,
        _words("Mumbai, Bengaluru, Delhi, Chennai, Pune, Kolkata"),
        _words("Aarav, Diya, Arjun, Ananya, Rohan, Ishita, Vikram, Priya, Kabir, Meera, Neha, Sanjay"),
        _words("Sharma, Patel, Iyer, Reddy, Nair, Mehta, Kapoor, Banerjee, Desai, Rao, Chatterjee"),
        _words("{} Exports, {} & Brothers, House of {}, {} Interiors"),
    ),
    Land(
        "BR",
        "BRL",
        "+55 11 5550 ####",
        4,
        _words("São Paulo, Rio de Janeiro, Curitiba, Recife, Porto Alegre"),
        _words("Helena, Miguel, Alice, Heitor, Larissa, Caio, Luana, Thiago, Isadora, Renan"),
        _words("Oliveira, Souza, Lima, Barbosa, Ribeiro, Gonçalves, Araújo, Rocha, Moraes, Cardoso"),
        _words("{} Móveis, Ateliê {}, {} e Cia, Grupo {}"),
    ),
    Land(
        "CA",
        "CAD",
        "+1 604 555 01##",
        4,
        _words("Toronto, Montréal, Vancouver, Halifax, Ottawa"),
        _words("Charlotte, William, Sophie, Nathan, Abigail, Étienne, Claire, Owen, Rosalie, Wyatt"),
        _words("Tremblay, MacDonald, Roy, Campbell, Gagnon, Fraser, Bouchard, Singh, Chen, Lavoie"),
        _words("{} Outfitters, {} & Pine, {} Mercantile, Studio {}"),
    ),
    Land(
        "AU",
        "AUD",
        "+61 2 5550 ####",
        4,
        _words("Sydney, Melbourne, Brisbane, Perth, Hobart"),
        _words("Matilda, Jack, Ruby, Cooper, Sienna, Archie, Willow, Lachlan, Evie, Angus"),
        _words("Kelly, Nguyen, Wilson, Robinson, Harris, Campbell, Murray, Tran, Graham, Pearce"),
        _words("{} Homewares, {} & Gum, {} Pty Ltd, The {} Store"),
    ),
    Land(
        "KE",
        "KES",
        "+254 20 000 ####",
        2,
        _words("Nairobi, Mombasa, Kisumu, Nakuru"),
        _words("Wanjiru, Otieno, Akinyi, Kamau, Njeri, Mwangi, Amina, Baraka, Zawadi, Kiprono"),
        _words("Odhiambo, Kariuki, Mutua, Wambui, Omondi, Njoroge, Chebet, Kimani, Achieng"),
        _words("{} Crafts, {} Traders, {} & Family, Savanna {}"),
    ),
    Land(
        "KR",
        "KRW",
        "+82 2 0000 ####",
        2,
        _words("Seoul, Busan, Incheon, Daegu"),
        _words("Minjun, Seoyeon, Jiho, Haeun, Dohyun, Jiwoo, Yuna, Hyunwoo, Sua, Taeyang"),
        _words("Kim, Lee, Park, Choi, Jung, Kang, Yoon, Jang, Lim, Han"),
        _words("{} Living, Studio {}, {} Gallery, {} Co."),
    ),
    Land(
        "MX",
        "MXN",
        "+52 55 5000 ####",
        3,
        _words("Ciudad de México, Guadalajara, Monterrey, Oaxaca, Mérida"),
        _words("Valentina, Santiago, Regina, Emiliano, Ximena, Leonardo, Camila, Rodrigo, Renata, Andrés"),
        _words("Hernández, Ramírez, Flores, Cruz, Reyes, Mendoza, Guzmán, Salazar, Peña, Ibarra"),
        _words("Casa {}, {} Hermanos, Taller {}, {} y Compañía"),
    ),
)
