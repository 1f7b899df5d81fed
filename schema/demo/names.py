"""Names of people across cultures, as they write them; the data behind `people`.

Common names only, put together by chance: a match with a living person is one.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Culture:
    """How one culture's names are put together."""

    name: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    weight: int = 1  # how many of its people there are beside the other cultures'
    one_name: bool = False  # most people have a given name only
    two_given: bool = False  # a second given name is common
    two_family: bool = False  # the father's family name, then the mother's


def _culture(
    name: str,
    given: str,
    family: str,
    *,
    weight: int = 1,
    one_name: bool = False,
    two_given: bool = False,
    two_family: bool = False,
) -> Culture:
    return Culture(name, _listed(given), _listed(family), weight, one_name, two_given, two_family)


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())


CULTURES = (
    _culture(
        "American",
        "Emma, Liam, Olivia, Noah, Ava, Ethan, Mia, Mason, Harper, Logan, Ella, Lucas, Grace,"
        " Henry, Zoë, Jackson, Chloë, Wyatt, Naomi, Caleb, Mary-Kate, Billie Jean, Renée, Jayden",
        "Smith, Johnson, Brown, Miller, Davis, Wilson, Anderson, Thomas, Moore, Martin, Lee,"
        " Clark, Lewis, Walker, Young, King, Hill, Adams, Baker, Carter, Smith-Jones, St. James",
        weight=6,
        two_given=True,
    ),
    _culture(
        "Mexican",
        "María José, José Luis, Sofía, Mateo, Valentina, Ángel, Ximena, Íñigo, Lucía, Óscar,"
        " Camila, Joaquín, Guadalupe, Andrés, Renata, Emiliano, Begoña, Raúl",
        "García, Hernández, Martínez, López, González, Rodríguez, Pérez, Sánchez, Ramírez, Núñez,"
        " Muñoz, Ibáñez, Peña, de la Cruz, Ordóñez, Vásquez",
        weight=4,
        two_family=True,
    ),
    _culture(
        "Irish",
        "Aoife, Seán, Niamh, Oisín, Saoirse, Cillian, Caoimhe, Pádraig, Gráinne, Ruairí, Róisín",
        "O'Brien, O'Sullivan, Murphy, Ó Conaill, Ní Dhomhnaill, Mac Cárthaigh, Byrne, O'Neill,"
        " Fitzgerald, Walsh",
        two_given=True,
    ),
    _culture(
        "French",
        "Jean-Luc, Chloé, Anne-Sophie, François, Zoé, Loïc, Maëlys, Benoît, Inès, Gaël, Noël,"
        " Marie-Ève",
        "Dubois, Lefèvre, L'Hermitte, d'Aubigné, Müller-Petit, Gérard, Lemaître, Besançon, Roux,"
        " Saint-Aubin",
    ),
    _culture(
        "German",
        "Jürgen, Anneliese, Björn, Käthe, Lukas, Greta, Sören, Mia, Götz, Ulrike",
        "Müller, Schröder, Weiß, von der Heide, Jäger, Köhler, Groß, Fuchs, Schmidt-Hübner,"
        " zu Löwenberg",
        two_given=True,
    ),
    _culture(
        "Dutch",
        "Daan, Sanne, Jeroen, Fleur, Bram, Lotte, Thijs, Noortje, Sjoerd, Maaike",
        "van den Berg, de Vries, van 't Hof, in 't Veld, Janssen, ter Horst, van der Meer,"
        " Dijkstra",
    ),
    _culture(
        "Portuguese",
        "João, Conceição, Inês, Gonçalo, Beatriz, Thiago, Luísa, António, Antônia, Caetano,"
        " Simão, Graça",
        "da Silva, dos Santos, Araújo, Magalhães, Teixeira, Guimarães, Pereira, Brandão, Lourenço",
        two_family=True,
        two_given=True,
    ),
    _culture(
        "Italian",
        "Giulia, Niccolò, Chiara, Matteo, Noemi, Ginevra, Lorenzo, Eleonora, Andrea, Donato",
        "D'Angelo, Rossi, Dell'Acqua, Esposito, Lo Presti, De Luca, Nicolò, Fabbri, Dall'Oglio",
    ),
    _culture(
        "Polish",
        "Łukasz, Małgorzata, Zofia, Paweł, Świętosława, Jędrzej, Agnieszka, Żaneta, Michał",
        "Wiśniewska, Kowalczyk, Wójcik, Dąbrowski, Łuczak, Źrebiec, Chrząszcz, Górski, Żurek",
    ),
    _culture(
        "Czech",
        "Jiří, Zdeňka, Ondřej, Květa, Matěj, Růžena, Tomáš, Eliška, Řehoř",
        "Dvořáková, Procházka, Černý, Kučera, Němcová, Říha, Šťastný, Ptáčková, Vlček",
    ),
    _culture(
        "Turkish",
        "İrem, Oğuz, Çağla, Ümit, Şule, Işıl, Yiğit, Gülşen, Ömer, Ayşe",
        "Yılmaz, Çelik, Şahin, Öztürk, Kılıç, Aydın, Güneş, Doğan, Işık, Erdoğdu",
    ),
    _culture(
        "Icelandic",
        "Þórunn, Guðmundur, Sæunn, Ásgeir, Hrafnhildur, Örn, Æsa, Björk, Ísak, Ragnheiður",
        "Sigurðardóttir, Þorsteinsson, Jónsdóttir, Guðjónsson, Ægisdóttir, Haraldsson",
    ),
    _culture(
        "Danish",
        "Søren, Åse, Jørgen, Mette, Bjørn, Kåre, Tuva, Øystein, Signe, Frøya",
        "Sørensen, Ødegård, Ågård, Kjær, Nygård, Møller, Østergaard, Lund, Bækgaard",
    ),
    _culture(
        "Hungarian",
        "Ágnes, Győző, Zsófia, Ödön, Réka, Tünde, Lőrinc, Bence, Gergő",
        "Szabó, Kovács, Tóth, Nagy, Erdős, Fűzfa, Győri, Vörös, Csíkszentmártoni",
    ),
    _culture(
        "Nigerian",
        "Adébáyọ̀, Chidinma, Fọláṣadé, Emeka, Ọlábísí, Ngozi, Tẹ́mítọ́pẹ́, Ifeoma, Zainab, Kẹ́hìndé",
        "Okafor, Adéyẹmí, Nwosu, Ọ̀ṣúnlàjà, Bello, Eze, Ògúnbánwò, Danjuma, Chukwuemeka",
        two_given=True,
    ),
    _culture(
        "Senegalese",
        "Aïssatou, Mamadou, Fatou, Ousmane, Ndèye, Cheikh, Khadidiatou, Modou, M'Bayang",
        "N'Diaye, Diop, Fall, M'Baye, Sarr, Guèye, Cissé, N'Dour, Thiam",
    ),
    _culture(
        "Hawaiian",
        "Kaʻiulani, Keoni, Leilani, Kāwika, Nāmaka, Kealiʻi, Māhealani, Kekoa, Puanani",
        "Kahananui, Kaʻaihue, Kealoha, Mākua, Kalaniʻōpuʻu, Nākoa, Kahalewai, Hoʻomanawanui",
        two_given=True,
    ),
    _culture(
        "Vietnamese",
        "Thị Hương, Văn Đức, Ngọc Ánh, Minh Tuấn, Thùy Dương, Quốc Bảo, Bích Phượng, Hữu Nghĩa",
        "Nguyễn, Trần, Lê, Phạm, Hoàng, Võ, Đặng, Bùi, Đỗ, Ngô",
        weight=2,
    ),
    _culture(
        "Filipino",
        "Maricel, Jun-Jun, Reynaldo, Ligaya, Niño, Rosalinda, Bayani, Cherry Ann, Crisanto",
        "dela Cruz, Reyes, Bautista, Dimaculangan, Macaraeg, Villanueva, Ocampo, Pangilinan",
        two_given=True,
    ),
    _culture(
        "Indian",
        "Aarav, Priya, Rohan, Ananya, Vikram, Kavya, Ishaan, Meera, Siddharth, Lakshmi",
        "Sharma, Patel, Iyer, Singh, Kaur, Mukhopadhyay, Venkataraman, Nair, Chattopadhyay,"
        " Ramachandran",
        weight=2,
    ),
    _culture(
        "Javanese",
        "Suharti, Wahyuningsih, Slamet, Purwanto, Sukmawati, Budiono, Kartini, Sutrisno, Endang",
        "Wijaya, Kusuma, Santoso",
        one_name=True,
    ),
    _culture(
        "Burmese",
        "Thida, Kyaw, Nanda, Hla, Zaw Min, Khin Khin, Aung Ko, Su Su",
        "Aung, Htun",
        one_name=True,
    ),
    _culture(
        "Afghan",
        "Zarghuna, Najib, Shabnam, Farid, Palwasha, Hamida, Mirwais",
        "Ahmadzai, Stanekzai",
        one_name=True,
    ),
    _culture(
        "Greek",
        "Ελένη, Γιώργος, Αικατερίνη, Νικόλαος, Δήμητρα, Οδυσσέας, Χρυσάνθη, Ιάσων",
        "Παπαδόπουλος, Καραγιάννη, Αγγελόπουλος, Οικονόμου, Χατζηδάκη, Μακρής",
    ),
    _culture(
        "Ukrainian",
        "Олександр, Юлія, Мар'яна, Дмитро, Ганна, Святослав, Єлизавета, Богдана, Соломія",
        "Шевченко, Коваленко, Ткачук, В'юн, Лисенко, Гнатюк, Щербань, Яременко",
    ),
    _culture(
        "Arabic",
        "فاطمة, محمد, نور, يوسف, ليلى, عبد الرحمن, مريم, خالد, آية",
        "الحسن, المصري, عبد الله, حداد, الخطيب, سعيد, بن علي",
        weight=2,
    ),
    _culture(
        "Hebrew",
        "נועה, איתי, תמר, אורי, יעל, ג'ונתן, שירה",
        "כהן, לוי, בן-דוד, מזרחי, בר-לב",
    ),
    _culture(
        "Chinese",
        "欣怡, 浩然, 子涵, 宇轩, 梓萱, 俊杰, 雨桐, 明哲, 静",
        "王, 李, 张, 刘, 陈, 杨, 欧阳, 司马",
        weight=2,
    ),
    _culture(
        "Japanese",
        "さくら, 翔太, ひなた, 美咲, 蓮, ユウキ, 結衣, 大輔",
        "佐藤, 鈴木, 高橋, 田中, 渡邊, 齋藤",
    ),
    _culture(
        "Korean",
        "서연, 민준, 지우, 하은, 도윤, 수아, 예준",
        "김, 이, 박, 최, 정, 남궁, 선우",
    ),
    _culture(
        "Hindi",
        "अनन्या, आरव, प्रिया, कृष्ण, लक्ष्मी, ज्योति, ऋषि",
        "शर्मा, वर्मा, गुप्ता, श्रीवास्तव, मिश्रा",
    ),
    _culture(
        "Thai",
        "สมชาย, กัญญา, ณัฐวุฒิ, พิมพ์ชนก, ธนกฤต",
        "ศรีสุวรรณ, วงศ์สวัสดิ์, จันทร์เพ็ญ, พงษ์พิพัฒน์",
    ),
    _culture(
        "Amharic",
        "ሰላም, አበበ, ትዕግስት, ዳዊት, ሀና",
        "ተስፋዬ, ገብረመድህን, አለሙ, ወልደማርያም",
    ),
    _culture(
        "Georgian",
        "ნინო, გიორგი, თამარ, ლევან, ქეთევან",
        "ბერიძე, კაპანაძე, გელაშვილი, მამულაშვილი",
    ),
)

# By weight, so that one draw finds a culture.
PEOPLE = tuple(culture for culture in CULTURES for _ in range(culture.weight))
