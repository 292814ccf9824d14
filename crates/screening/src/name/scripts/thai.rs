//! Words in Thai letters as Latin capitals: as the royal system of transcription has them, and as people spell them.
//!
//! Thai writes no spaces between syllables, some vowels before the consonant they follow, and many vowels not at all. A
//! word is cut into the cheapest row of syllables, or of known elements of names that are spoken otherwise than written.
//! The same syllables are then spelt in several ways, since passports follow the royal system less often than the
//! bearer's taste: ชัย is Chai, จ is Ch or J, ว is W or V, พ is Ph or P, a final ล is N or L.

use super::after;

/// A syllable of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Syllable {
    /// A consonant before it that is spoken with a short a of its own.
    before: Option<char>,
    /// The consonant, or the two of a cluster; อ is none.
    onset: [Option<char>; 2],
    /// The vowel in Latin capitals.
    vowel: &'static str,
    /// The final consonant.
    coda: Option<char>,
}

/// How syllables are spelt.
#[derive(Debug, Clone, Copy)]
struct Style {
    /// จ.
    j: &'static str,
    /// ผ, พ and ภ.
    p: &'static str,
    /// ว.
    w: &'static str,
    /// Whether finals are spelt as they are written (L, RN), not as they are spoken (N).
    as_written: bool,
}

/// The spellings in use: first the royal system.
const STYLES: [Style; 6] = [
    Style { j: "CH", p: "PH", w: "W", as_written: false },
    Style { j: "CH", p: "PH", w: "W", as_written: true },
    Style { j: "CH", p: "P", w: "W", as_written: true },
    Style { j: "J", p: "P", w: "W", as_written: true },
    Style { j: "J", p: "P", w: "V", as_written: true },
    Style { j: "CH", p: "PH", w: "V", as_written: true },
];

/// Elements of names that are spoken otherwise than the rules have it, each as its syllables would be written.
const ELEMENTS: &[(&str, &str)] = &[
    ("กมล", "กะ-มล"),
    ("กมลา", "กะ-มะ-ลา"),
    ("กนก", "กะ-นก"),
    ("กฤษณ", "กริด-สะ-นะ"),
    ("กฤษณา", "กริด-สะ-นา"),
    ("กัลยา", "กัน-ละ-ยา"),
    ("กาญจน", "กาน-จะ-นะ"),
    ("กาญจนา", "กาน-จะ-นา"),
    ("กิตติ", "กิด-ติ"),
    ("กีรติ", "กี-ระ-ติ"),
    ("กุล", "กุล"),
    ("เกษม", "กะ-เสม"),
    ("เกียรติ", "เกียด"),
    ("เกียรติ์", "เกียด"),
    ("ขจร", "ขะ-จร"),
    ("คณิต", "คะ-นิด"),
    ("จรัญ", "จะ-รัน"),
    ("จรัส", "จะ-รัด"),
    ("จรูญ", "จะ-รูน"),
    ("จริง", "จิง"),
    ("เจริญ", "จะ-เริน"),
    ("จักร", "จัก"),
    ("จักรกฤษณ์", "จัก-กริด"),
    ("จักรพันธ์", "จัก-กะ-พัน"),
    ("จักรพงษ์", "จัก-กะ-พง"),
    ("จักรี", "จัก-กรี"),
    ("จันทร", "จัน"),
    ("จันทรา", "จัน-ทรา"),
    ("จารุ", "จา-รุ"),
    ("จิต", "จิด"),
    ("จิตต", "จิด-ตะ"),
    ("จิตร", "จิด"),
    ("จิตรา", "จิด-ตรา"),
    ("จินดา", "จิน-ดา"),
    ("จินตนา", "จิน-ตะ-นา"),
    ("จิร", "จิ-ระ"),
    ("จุฑา", "จุ-ทา"),
    ("จุติ", "จุ-ติ"),
    ("จตุพร", "จะ-ตุ-พร"),
    ("จตุ", "จะ-ตุ"),
    ("ฉัตร", "ฉัด"),
    ("ฉวี", "ฉะ-วี"),
    ("ชนะ", "ชะ-นะ"),
    ("ชน", "ชะ-นะ"),
    ("ชนก", "ชะ-นก"),
    ("ชนิดา", "ชะ-นิ-ดา"),
    ("ชลิต", "ชะ-ลิด"),
    ("ชวลิต", "ชะ-วะ-ลิด"),
    ("ชวน", "ชวน"),
    ("ชัชวาล", "ชัด-ชะ-วาล"),
    ("ชัย", "ชัย"),
    ("ชมพู", "ชม-พู"),
    ("ชาญ", "ชาน"),
    ("ชาติ", "ชาด"),
    ("ชิน", "ชิน"),
    ("ชินวัตร", "ชิน-นะ-วัด"),
    ("โชติ", "โชด"),
    ("ญาณ", "ยาน"),
    ("ฐิติ", "ถิ-ติ"),
    ("ณัฐ", "นัด-ถะ"),
    ("ณัฏฐ์", "นัด"),
    ("ณัฐวุฒิ", "นัด-ถะ-วุด"),
    ("ดนัย", "ดะ-นัย"),
    ("ดลยา", "ดน-ละ-ยา"),
    ("ดุสิต", "ดุ-สิด"),
    ("เดช", "เดช"),
    ("เดชา", "เด-ชา"),
    ("ตรัย", "ไตร"),
    ("เทพ", "เทบ"),
    ("ทวี", "ทะ-วี"),
    ("ทวีป", "ทะ-วีบ"),
    ("ทัศน", "ทัด-สะ-นะ"),
    ("ทรัพย์", "ซับ"),
    ("ทรง", "ซง"),
    ("ทราย", "ซาย"),
    ("ธงชัย", "ทง-ชัย"),
    ("ธน", "ทะ-นะ"),
    ("ธนกฤต", "ทะ-นะ-กริด"),
    ("ธนา", "ทะ-นา"),
    ("ธนู", "ทะ-นู"),
    ("ธรรม", "ทัม"),
    ("ธรรมะ", "ทัม-มะ"),
    ("ธรณ์", "ทอร"),
    ("ธวัช", "ทะ-วัช"),
    ("ธัญญา", "ทัน-ยา"),
    ("ธีร", "ที-ระ"),
    ("ธีระ", "ที-ระ"),
    ("นคร", "นะ-คร"),
    ("นคริน", "นะ-คะ-ริน"),
    ("นภา", "นะ-พา"),
    ("นภัส", "นะ-พัด"),
    ("นรินทร์", "นะ-ริน"),
    ("นเรศ", "นะ-เรด"),
    ("นเรศวร", "นะ-เร-สวน"),
    ("นันท", "นัน-ทะ"),
    ("นันทา", "นัน-ทา"),
    ("นิตย์", "นิด"),
    ("นิติ", "นิ-ติ"),
    ("นิรันดร์", "นิ-รัน"),
    ("เนตร", "เนด"),
    ("บดินทร์", "บอ-ดิน"),
    ("บรม", "บอ-รม"),
    ("บวร", "บอ-วร"),
    ("บุญ", "บุน"),
    ("บุตร", "บุด"),
    ("บุษบา", "บุด-สะ-บา"),
    ("ปฏิ", "ปะ-ติ"),
    ("ปรมินทร์", "ปอ-ระ-มิน"),
    ("ปริญญา", "ปะ-ริน-ยา"),
    ("ปรเมศ", "ปอ-ระ-เมด"),
    ("ปรียา", "ปรี-ยา"),
    ("ปัญญา", "ปัน-ยา"),
    ("ปัทมา", "ปัด-ทะ-มา"),
    ("ปิติ", "ปิ-ติ"),
    ("ปิย", "ปิ-ยะ"),
    ("พงศ์", "พง"),
    ("พญา", "พะ-ยา"),
    ("พนม", "พะ-นม"),
    ("พนา", "พะ-นา"),
    ("พร", "พร"),
    ("พรหม", "พรม"),
    ("พล", "พล"),
    ("พลอย", "พลอย"),
    ("พัชร", "พัด-ชะ-ระ"),
    ("พัชรา", "พัด-ชะ-รา"),
    ("พัชริน", "พัด-ชะ-ริน"),
    ("พัชรี", "พัด-ชะ-รี"),
    ("พัฒน์", "พัด"),
    ("พัฒนา", "พัด-ทะ-นา"),
    ("พิชิต", "พิ-ชิด"),
    ("พิเชษฐ์", "พิ-เชด"),
    ("พิพัฒน์", "พิ-พัด"),
    ("พิสิฐ", "พิ-สิด"),
    ("พิสิษฐ์", "พิ-สิด"),
    ("พีร", "พี-ระ"),
    ("พุทธ", "พุด-ทะ"),
    ("เพชร", "เพ็ด"),
    ("ภักดี", "พัก-ดี"),
    ("ภัทร", "พัด-ทะ-ระ"),
    ("ภาณุ", "พา-นุ"),
    ("ภูมิ", "พูม"),
    ("ภูมิพล", "พู-มิ-พล"),
    ("มณี", "มะ-นี"),
    ("มนตรี", "มน-ตรี"),
    ("มนัส", "มะ-นัด"),
    ("มหา", "มะ-หา"),
    ("มิตร", "มิด"),
    ("ยศ", "ยด"),
    ("ยุทธ", "ยุด-ทะ"),
    ("ยุทธ์", "ยุด"),
    ("รชตะ", "ระ-ชะ-ตะ"),
    ("รชต", "ระ-ชด"),
    ("รพี", "ระ-พี"),
    ("รวี", "ระ-วี"),
    ("รัช", "รัด-ชะ"),
    ("รัชนี", "รัด-ชะ-นี"),
    ("รัฐ", "รัด-ถะ"),
    ("รัตน", "รัด-ตะ-นะ"),
    ("รัตนา", "รัด-ตะ-นา"),
    ("ราช", "ราด-ชะ"),
    ("ราตรี", "รา-ตรี"),
    ("ฤทธิ", "ริด-ทิ"),
    ("ฤทัย", "รึ-ทัย"),
    ("ลักษณ", "ลัก-สะ-นะ"),
    ("ลักษมี", "ลัก-สะ-มี"),
    ("วงศา", "วง-สา"),
    ("วณิช", "วะ-นิช"),
    ("วนิดา", "วะ-นิ-ดา"),
    ("วชิร", "วะ-ชิ-ระ"),
    ("วร", "วอ-ระ"),
    ("วรา", "วะ-รา"),
    ("วรรณา", "วัน-นา"),
    ("วรวิทย์", "วอ-ระ-วิด"),
    ("วรุณ", "วะ-รุน"),
    ("วัฒน", "วัด-ทะ-นะ"),
    ("วัฒนา", "วัด-ทะ-นา"),
    ("วัชร", "วัด-ชะ-ระ"),
    ("วัชริน", "วัด-ชะ-ริน"),
    ("วัชรา", "วัด-ชะ-รา"),
    ("วาสนา", "วาด-สะ-นา"),
    ("วิทยา", "วิด-ทะ-ยา"),
    ("วิชญ์", "วิด"),
    ("วีร", "วี-ระ"),
    ("วุฒิ", "วุด"),
    ("เวช", "เวช"),
    ("ศรันย์", "สะ-รัน"),
    ("ศราวุธ", "สะ-รา-วุด"),
    ("ศักดา", "สัก-ดา"),
    ("ศิลป์", "สิล"),
    ("ศิลป", "สิล-ละ-ปะ"),
    ("ศิว", "สิ-วะ"),
    ("ศุภ", "สุ-พะ"),
    ("เศรษฐ", "เสด-ถะ"),
    ("เศรษฐา", "เสด-ถา"),
    ("สกุล", "สะ-กุล"),
    ("สงคราม", "สง-คราม"),
    ("สถาพร", "สะ-ถา-พร"),
    ("สมร", "สะ-หมอร"),
    ("สมุทร", "สะ-หมุด"),
    ("สมศรี", "สม-ศรี"),
    ("สรพงษ์", "สอ-ระ-พง"),
    ("สรวิศ", "สอ-ระ-วิด"),
    ("สหัส", "สะ-หัด"),
    ("สหกรณ์", "สะ-หะ-กรณ์"),
    ("สาวรีย์", "สา-วะ-รี"),
    ("สิทธิ", "สิด-ทิ"),
    ("สุนทร", "สุน-ทร"),
    ("สุนทรา", "สุน-ทะ-รา"),
    ("สุภัทร", "สุ-พัด"),
    ("สุมิตร", "สุ-มิด"),
    ("สุรเดช", "สุ-ระ-เดช"),
    ("สุร", "สุ-ระ"),
    ("สุวรรณ", "สุ-วัน"),
    ("สวรรค์", "สะ-หวัน"),
    ("สวัสดิ์", "สะ-หวัด"),
    ("หงส์", "หง"),
    ("อดิศร", "อะ-ดิ-สอร"),
    ("อดุลย์", "อะ-ดุล"),
    ("อนงค์", "อะ-นง"),
    ("อนุ", "อะ-นุ"),
    ("อนุชา", "อะ-นุ-ชา"),
    ("อภิ", "อะ-พิ"),
    ("อภิญญา", "อะ-พิน-ยา"),
    ("อมร", "อะ-มอร"),
    ("อมรา", "อะ-มะ-รา"),
    ("อรทัย", "ออ-ระ-ทัย"),
    ("อรพิน", "ออ-ระ-พิน"),
    ("อรุณ", "อะ-รุน"),
    ("อรอนงค์", "ออร-อะ-นง"),
    ("อัคร", "อัก-คะ-ระ"),
    ("อาทิตย์", "อา-ทิด"),
    ("อารีย์", "อา-รี"),
    ("อิทธิ", "อิด-ทิ"),
    ("อุบล", "อุ-บล"),
    ("อุษา", "อุ-สา"),
    ("เอก", "เอก-กะ"),
];

/// Most characters of a word that are looked at.
const MOST_CHARACTERS: usize = 64;

/// The Latin capitals of a word in Thai letters, by the royal system of transcription.
///
/// Letters A to Z are kept as capitals; other characters are left out.
pub(super) fn latin(word: &str) -> String {
    spelt(&syllables(&characters(word), true), STYLES[0])
}

/// The Latin capitals of a word in Thai letters in all usual spellings, the one of the royal system first and last the
/// one that takes each letter by its Indian value (ชินวัตร Shinawatra, สุนทรเวช Sundaravej).
pub(super) fn forms(word: &str) -> Vec<String> {
    let characters = characters(word);
    let syllables = syllables(&characters, true);
    let mut forms: Vec<String> = Vec::with_capacity(STYLES.len() + 1);
    let spellings = STYLES.iter().map(|style| spelt(&syllables, *style));
    for form in spellings.chain([indian(&characters)]) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// The characters that are looked at, each vowel as one.
fn characters(word: &str) -> Vec<char> {
    let mut characters: Vec<char> = Vec::with_capacity(word.len() / 3);
    for character in word.chars().take(MOST_CHARACTERS) {
        match (characters.last(), character) {
            (Some('เ'), 'เ') => {
                characters.pop();
                characters.push('แ');
            }
            (Some('ํ'), 'า') => {
                characters.pop();
                characters.push('ำ');
            }
            (_, 'ก'..='ฮ' | 'ะ'..='ฺ' | 'เ'..='ๅ' | '็'..='ํ') => characters.push(character),
            (_, 'A'..='Z' | 'a'..='z') => characters.push(character.to_ascii_uppercase()),
            _ => {}
        }
    }
    characters
}

/// A step of a cut: where it began, what it costs up to here, and what it adds.
#[derive(Debug, Clone)]
struct Step {
    from: usize,
    cost: u32,
    syllables: Vec<Syllable>,
}

/// The cheapest row of syllables.
fn syllables(characters: &[char], with_elements: bool) -> Vec<Syllable> {
    let mut best: Vec<Option<Step>> = vec![None; characters.len() + 1];
    best[0] = Some(Step { from: 0, cost: 0, syllables: Vec::new() });
    for at in 0..characters.len() {
        let Some(reached) = best[at].as_ref().map(|step| step.cost) else { continue };
        let mut offer = |end: usize, cost: u32, syllables: Vec<Syllable>| {
            let cost = reached + cost;
            if best[end].as_ref().is_none_or(|known| cost < known.cost) {
                best[end] = Some(Step { from: at, cost, syllables });
            }
        };
        if with_elements {
            for (element, spoken) in ELEMENTS {
                let Some(rest) = after(&characters[at..], element) else { continue };
                let length = characters.len() - at - rest.len();
                if !is_cut(characters, at + length) {
                    let Some(spoken) = at_end(element, spoken, rest.is_empty()) else { continue };
                    let syllables =
                        spoken.split('-').flat_map(|one| syllables(&one.chars().collect::<Vec<_>>(), false));
                    let syllables: Vec<Syllable> = syllables.collect();
                    // A long element is surer than a short one.
                    let cost = 6 + u32::from(length < 4) * 2;
                    if let Some(end) = silent(characters, at + length, 3) {
                        offer(end, cost, syllables.clone());
                    }
                    offer(at + length, cost, syllables);
                }
            }
        }
        for (end, cost, syllable) in candidates(characters, at) {
            offer(end, cost, vec![syllable]);
        }
        let lone = Syllable { before: None, onset: [Some(characters[at]), None], vowel: "", coda: None };
        offer(at + 1, 100, vec![lone]);
    }
    let mut row: Vec<Syllable> = Vec::new();
    let mut at = characters.len();
    while let Some(Step { from, syllables, .. }) = best[at].as_ref().filter(|_| at > 0) {
        row.extend(syllables.iter().rev());
        at = *from;
    }
    row.reverse();
    row
}

/// How an element is spoken here: the a that links it to what follows (รัฐ rattha-) is left out at the end of a word.
/// `None` where it is another word at the end.
fn at_end<'a>(element: &str, spoken: &'a str, is_last: bool) -> Option<&'a str> {
    if !is_last || !spoken.ends_with('ะ') || element.ends_with('ะ') {
        return Some(spoken);
    }
    let (before, _) = spoken.rsplit_once('-')?;
    let ends_open = before.ends_with(['ะ', 'ิ', 'ี', 'ุ', 'ู', 'อ', 'า']);
    (!ends_open).then_some(before)
}

/// Whether an end at `at` would part a consonant from its sign.
fn is_cut(characters: &[char], at: usize) -> bool {
    characters.get(at).is_some_and(|next| matches!(next, 'ะ'..='ฺ' | 'ๅ' | '็'..='ํ'))
}

fn is_consonant(character: Option<&char>) -> bool {
    matches!(character, Some('ก'..='ฮ')) && !matches!(character, Some('ฤ' | 'ฦ'))
}

fn is_tone(character: Option<&char>) -> bool {
    matches!(character, Some('่'..='๋'))
}

/// The syllables that can begin at `at`, each with its end and its cost in tenths.
fn candidates(characters: &[char], at: usize) -> Vec<(usize, u32, Syllable)> {
    let mut found = Vec::new();
    let lead = characters.get(at).copied().filter(|first| matches!(first, 'เ'..='ไ'));
    let start = at + usize::from(lead.is_some());
    if characters.get(start) == Some(&'ฤ') && lead.is_none() {
        let syllable = Syllable { before: None, onset: [Some('ร'), None], vowel: "I", coda: None };
        finish(characters, start + 1, 10, syllable, true, &mut found);
        return found;
    }
    if !is_consonant(characters.get(start)) {
        return found;
    }
    let one = characters[start];
    onset(
        characters,
        start + 1,
        lead,
        10,
        Syllable { before: None, onset: [Some(one), None], vowel: "", coda: None },
        &mut found,
    );
    let Some(&two) = characters.get(start + 1).filter(|two| is_consonant(Some(two))) else { return found };
    let (before, onset_of_two, cost) = match (one, two) {
        ('ท', 'ร') => (None, [Some('ซ'), None], 12),
        ('ส', 'ร') => (None, [Some('ส'), None], 12),
        ('ก' | 'ข' | 'ค' | 'ต' | 'ป' | 'ผ' | 'พ' | 'ศ' | 'บ', 'ร')
        | ('ก' | 'ข' | 'ค' | 'ป' | 'ผ' | 'พ' | 'บ', 'ล')
        | ('ก' | 'ข' | 'ค', 'ว') => (None, [Some(one), Some(two)], 10),
        ('ห', 'ง' | 'ญ' | 'ณ' | 'น' | 'ม' | 'ย' | 'ร' | 'ล' | 'ว') => (None, [Some(two), None], 10),
        ('อ', 'ย') => (None, [Some('ย'), None], 11),
        _ => (Some(one), [Some(two), None], 16),
    };
    onset(
        characters,
        start + 2,
        lead,
        cost,
        Syllable { before, onset: onset_of_two, vowel: "", coda: None },
        &mut found,
    );
    // What can be a cluster can be two syllables too (สระ is sa, สราวุธ is sarawut).
    if before.is_none() && !matches!(one, 'ห') {
        let syllable = Syllable { before: Some(one), onset: [Some(two), None], vowel: "", coda: None };
        onset(characters, start + 2, lead, 19, syllable, &mut found);
    }
    found
}

type Found = Vec<(usize, u32, Syllable)>;

/// Adds the syllables that begin with this onset, which ends at `at`.
fn onset(characters: &[char], at: usize, lead: Option<char>, cost: u32, syllable: Syllable, found: &mut Found) {
    let with = |vowel: &'static str| Syllable { vowel, ..syllable };
    let is_toned = is_tone(characters.get(at));
    let at = at + usize::from(is_toned);
    let after_tone = |at: usize| at + usize::from(is_tone(characters.get(at)));
    let next = characters.get(at).copied();
    match (lead, next) {
        (Some('เ'), Some('ี')) => {
            let y = after_tone(at + 1);
            if characters.get(y) == Some(&'ย') {
                finish(characters, y + 1, cost, with("IA"), true, found);
            }
        }
        (Some('เ'), Some('ื')) => {
            let o = after_tone(at + 1);
            if characters.get(o) == Some(&'อ') {
                finish(characters, o + 1, cost, with("UEA"), true, found);
            }
        }
        (Some('เ'), Some('ิ')) => finish(characters, after_tone(at + 1), cost, with("OE"), true, found),
        (Some('เ'), Some('า')) if characters.get(at + 1) == Some(&'ะ') => {
            finish(characters, at + 2, cost, with("O"), false, found);
        }
        (Some('เ'), Some('า')) => finish(characters, at + 1, cost, with("AO"), false, found),
        (Some('เ'), Some('อ')) => finish(characters, at + 1, cost, with("OE"), true, found),
        (Some('เ'), Some('ย')) => {
            finish(characters, at + 1, cost, with("OEI"), false, found);
            finish(characters, at, cost, with("E"), false, found);
        }
        (Some('เ'), Some('ะ' | '็')) => {
            finish(characters, after_tone(at + 1), cost, with("E"), next == Some('็'), found)
        }
        (Some('เ'), _) => finish(characters, at, cost, with("E"), true, found),
        (Some('แ'), Some('ะ' | '็')) => {
            finish(characters, after_tone(at + 1), cost, with("AE"), next == Some('็'), found)
        }
        (Some('แ'), _) => finish(characters, at, cost, with("AE"), true, found),
        (Some('โ'), Some('ะ')) => finish(characters, at + 1, cost, with("O"), false, found),
        (Some('โ'), _) => finish(characters, at, cost, with("O"), true, found),
        (Some(_), Some('ย')) => {
            finish(characters, at + 1, cost, with("AI"), false, found);
            finish(characters, at, cost, with("AI"), false, found);
        }
        (Some(_), _) => finish(characters, at, cost, with("AI"), false, found),
        (None, Some('ั')) => {
            let end = after_tone(at + 1);
            if characters.get(end) == Some(&'ว') {
                finish(characters, end + 1, cost, with("UA"), false, found);
            }
            closed(characters, end, cost, with("A"), true, found);
        }
        (None, Some('ะ')) => finish(characters, at + 1, cost, with("A"), false, found),
        (None, Some('า' | 'ๅ')) => finish(characters, at + 1, cost, with("A"), true, found),
        (None, Some('ำ')) => finish(characters, at + 1, cost, with("AM"), false, found),
        (None, Some('ิ' | 'ี')) => finish(characters, after_tone(at + 1), cost, with("I"), true, found),
        (None, Some('ึ')) => finish(characters, after_tone(at + 1), cost, with("UE"), true, found),
        (None, Some('ื')) => {
            let end = after_tone(at + 1);
            let end = end + usize::from(characters.get(end) == Some(&'อ'));
            finish(characters, end, cost, with("UE"), true, found);
        }
        (None, Some('ุ' | 'ู')) => finish(characters, after_tone(at + 1), cost, with("U"), true, found),
        (None, Some('็')) => {
            let end = at + 1 + usize::from(characters.get(at + 1) == Some(&'อ'));
            finish(characters, end, cost, with("O"), true, found);
        }
        (None, Some('ฤ')) => {
            let [first, _] = syllable.onset;
            let syllable = Syllable { onset: [first, Some('ร')], vowel: "I", ..syllable };
            finish(characters, at + 1, cost, syllable, true, found);
        }
        (None, _) => {
            if next == Some('ร') && characters.get(at + 1) == Some(&'ร') {
                closed(characters, at + 2, cost, with("A"), true, found);
                finish(characters, at + 2, cost + 2, Syllable { coda: Some('น'), ..with("A") }, false, found);
            }
            if next == Some('ว') {
                closed(characters, at + 1, cost + 2, with("UA"), true, found);
            }
            if next == Some('อ') {
                finish(characters, at + 1, cost, with("O"), true, found);
            }
            // Without any vowel sign: o before a final consonant, else a.
            let more = if syllable.before.is_some() { 9 } else { 6 };
            closed(characters, at, cost + more, with("O"), false, found);
            if !is_toned && syllable.before.is_none() {
                let more = if at == characters.len() { 30 } else { 12 };
                finish(characters, at, cost + more, with("A"), false, found);
            }
        }
    }
}

/// Adds a syllable that can end here, and, where `may_close`, those that a final consonant ends.
fn finish(characters: &[char], at: usize, cost: u32, syllable: Syllable, may_close: bool, found: &mut Found) {
    found.push((at, cost, syllable));
    // A syllable seldom ends in a vowel with a silent consonant after it: เสน่ห์ Sane.
    if let Some(end) = silent(characters, at, 1) {
        found.push((end, cost + 9, syllable));
    }
    if may_close {
        closed(characters, at, cost, syllable, true, found);
    }
}

/// Adds the syllables that the consonant at `at` ends. `may_be_mute`: a short vowel after it can be silent (ชาติ Chat).
fn closed(characters: &[char], at: usize, cost: u32, syllable: Syllable, may_be_mute: bool, found: &mut Found) {
    let Some(&coda) = characters
        .get(at)
        .filter(|coda| is_consonant(Some(coda)) && !matches!(coda, 'อ' | 'ห' | 'ฉ' | 'ผ' | 'ฝ' | 'ฮ'))
    else {
        return;
    };
    let syllable = Syllable { coda: Some(coda), ..syllable };
    // R seldom ends a syllable within a word.
    let cost = cost + if coda == 'ร' && may_be_mute && at + 1 < characters.len() { 3 } else { 0 };
    found.push((at + 1, cost, syllable));
    if let Some(end) = silent(characters, at + 1, 3) {
        found.push((end, cost, syllable));
    }
    let is_end = |at: usize| at >= characters.len();
    // A last r after a stop is silent: บุตร But, เพชร Phet.
    if characters.get(at + 1) == Some(&'ร') && may_be_mute && matches!(coda, 'ต' | 'ท' | 'ก' | 'ค' | 'ช') {
        found.push((at + 2, cost + if is_end(at + 2) { 3 } else { 8 }, syllable));
    }
    let is_long = matches!(syllable.vowel, "A" | "U" | "O" | "E" | "IA");
    let is_mute = matches!(characters.get(at + 1), Some('ิ' | 'ุ')) && matches!(coda, 'ต' | 'ด' | 'ท' | 'ธ' | 'ม' | 'ฒ');
    if may_be_mute && is_long && is_mute {
        found.push((at + 2, cost + if is_end(at + 2) { 3 } else { 14 }, syllable));
    }
}

/// Where the silent consonants that begin at `at` end: those up to a thanthakhat, `most` at most.
fn silent(characters: &[char], at: usize, most: usize) -> Option<usize> {
    for count in 1..=most {
        let mut end = at + count;
        if !is_consonant(characters.get(end - 1)) {
            return None;
        }
        // Two or three are t or s with r, n or the like: จันทร์, ลักษณ์, ศาสตร์.
        let is_swar = characters[at] == 'ว' && characters[end - 1] == 'ร';
        if count > 1
            && !is_swar
            && (!matches!(characters[at], 'ท' | 'ต' | 'ษ' | 'ด' | 'ก')
                || !matches!(characters[end - 1], 'ร' | 'ณ' | 'ย' | 'ม' | 'น'))
        {
            continue;
        }
        if matches!(characters.get(end), Some('ิ' | 'ุ')) {
            end += 1;
        }
        if characters.get(end) == Some(&'์') {
            return Some(end + 1);
        }
    }
    None
}

/// Writes syllables in one style.
fn spelt(syllables: &[Syllable], style: Style) -> String {
    let mut written = String::with_capacity(syllables.len() * 4);
    for syllable in syllables {
        if let Some(before) = syllable.before {
            initial(before, style, &mut written);
            written.push('A');
        }
        for consonant in syllable.onset.into_iter().flatten() {
            initial(consonant, style, &mut written);
        }
        let is_er = style.as_written && syllable.vowel == "OE" && syllable.coda.is_some();
        written.push_str(if is_er { "ER" } else { syllable.vowel });
        if let Some(coda) = syllable.coda {
            written.push_str(last(coda, style));
        }
    }
    written
}

/// Writes a consonant that begins a syllable.
fn initial(consonant: char, style: Style, written: &mut String) {
    written.push_str(match consonant {
        'ก' => "K",
        'ข'..='ฆ' => "KH",
        'ง' => "NG",
        'จ' => style.j,
        'ฉ' | 'ช' | 'ฌ' => "CH",
        'ซ' | 'ศ' | 'ษ' | 'ส' => "S",
        'ญ' | 'ย' => "Y",
        'ฎ' | 'ด' => "D",
        'ฏ' | 'ต' => "T",
        'ฐ' | 'ฑ' | 'ฒ' | 'ถ' | 'ท' | 'ธ' => "TH",
        'ณ' | 'น' => "N",
        'บ' => "B",
        'ป' => "P",
        'ผ' | 'พ' | 'ภ' => style.p,
        'ฝ' | 'ฟ' => "F",
        'ม' => "M",
        'ร' => "R",
        'ล' | 'ฬ' => "L",
        'ว' => style.w,
        'ห' | 'ฮ' => "H",
        _ => "",
    });
    if consonant.is_ascii_uppercase() {
        written.push(consonant);
    }
}

/// A consonant that ends a syllable.
fn last(consonant: char, style: Style) -> &'static str {
    match consonant {
        'ก'..='ฆ' => "K",
        'ง' => "NG",
        'ล' | 'ฬ' if style.as_written => "L",
        'ร' if style.as_written => "RN",
        'ณ' | 'น' | 'ญ' | 'ร' | 'ล' | 'ฬ' => "N",
        'บ' | 'ป' | 'พ' | 'ฟ' | 'ภ' => "P",
        'ม' => "M",
        'ย' => "I",
        'ว' => "O",
        'จ' | 'ช' if style.j == "J" => "CH",
        'จ'..='ฒ' | 'ด'..='ธ' | 'ศ'..='ส' => "T",
        _ => "",
    }
}

/// The Latin capitals of Thai letters by their Indian values, a where no vowel is written.
fn indian(characters: &[char]) -> String {
    let mut written = String::with_capacity(characters.len() * 2);
    let mut lead = None;
    for (at, &character) in characters.iter().enumerate() {
        let next = characters.get(at + 1);
        if matches!(character, 'เ'..='ไ') {
            lead = Some(character);
            continue;
        }
        if is_consonant(Some(&character)) {
            written.push_str(indian_consonant(character));
            let vowel = match lead.take() {
                Some('เ') => "E",
                Some('แ') => "AE",
                Some('โ') => "O",
                Some(_) => "AI",
                None => {
                    let is_nasal = matches!(character, 'น' | 'ณ' | 'ม' | 'ง' | 'ญ');
                    let after_short = at > 0 && matches!(characters[at - 1], 'ั'..='ู' | 'เ');
                    let is_silent = next.is_none()
                        || next.is_some_and(|next| matches!(next, 'ะ'..='ฺ' | 'ๅ' | '็'..='ํ' | 'ฤ'))
                        || is_consonant(next) && (is_nasal && at > 0 || after_short);
                    if is_silent { "" } else { "A" }
                }
            };
            written.push_str(vowel);
            continue;
        }
        written.push_str(match character {
            'ะ' | 'ั' | 'า' | 'ๅ' => "A",
            'ำ' => "AM",
            'ิ' | 'ี' => "I",
            'ึ' | 'ื' => "UE",
            'ุ' | 'ู' => "U",
            'ฤ' => "RI",
            _ => "",
        });
    }
    // Words that end in two consonants are spoken with a after them: Shinawatra.
    let ends: Vec<&char> = characters.iter().rev().take(2).collect();
    if matches!(ends[..], ['ร', 'ต' | 'ท' | 'ก']) {
        written.push('A');
    }
    written
}

/// The Indian value of a consonant.
fn indian_consonant(consonant: char) -> &'static str {
    match consonant {
        'ก' => "K",
        'ข' | 'ฃ' => "KH",
        'ค' | 'ฅ' => "G",
        'ฆ' => "GH",
        'ง' => "NG",
        'จ' => "CH",
        'ฉ' => "CH",
        'ช' | 'ฌ' => "J",
        'ซ' | 'ส' => "S",
        'ศ' | 'ษ' => "S",
        'ญ' => "NY",
        'ด' | 'ท' | 'ฑ' => "D",
        'ธ' | 'ฒ' => "DH",
        'ต' | 'ฏ' | 'ฎ' => "T",
        'ถ' | 'ฐ' => "TH",
        'ณ' | 'น' => "N",
        'บ' | 'พ' => "B",
        'ป' => "P",
        'ผ' => "PH",
        'ภ' => "BH",
        'ฝ' | 'ฟ' => "F",
        'ม' => "M",
        'ย' => "Y",
        'ร' => "R",
        'ล' | 'ฬ' => "L",
        'ว' => "V",
        'ห' | 'ฮ' => "H",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_as_passports_write_them() {
        for (word, usual) in [
            ("สมชาย", "SOMCHAI"),
            ("ใจดี", "CHAIDI"),
            ("ประยุทธ์", "PRAYUT"),
            ("จันทร์โอชา", "CHANOCHA"),
            ("ทักษิณ", "THAKSIN"),
            ("ชินวัตร", "CHINNAWAT"),
            ("ทวีสิน", "THAVISIN"),
            ("สุนทรเวช", "SUNDARAVEJ"),
            ("ชวน", "CHUAN"),
            ("ชวลิต", "CHAVALIT"),
            ("ภูมิพล", "PHUMIPHON"),
            ("สมบัติ", "SOMBAT"),
            ("สุชาติ", "SUCHAT"),
            ("ประเสริฐ", "PRASERT"),
            ("ประวิตร", "PRAWIT"),
            ("สุวรรณ", "SUWAN"),
            ("พรรณิการ์", "PANNIKA"),
            ("สุเทพ", "SUTHEP"),
            ("พรหมพันธุ์", "PROMPAN"),
            ("กิตติ", "KITTI"),
            ("อนันต์", "ANAN"),
            ("วราวุธ", "WARAWUT"),
            ("เกยุราพันธุ์", "KEYURAPHAN"),
            ("อรุณ", "ARUN"),
            ("ศรี", "SRI"),
            ("ทองดี", "THONGDI"),
            ("นารี", "NARI"),
            ("สุภาพร", "SUPAPORN"),
            ("ศิริพร", "SIRIPORN"),
            ("วันเพ็ญ", "WANPEN"),
            ("จิราพร", "JIRAPORN"),
            ("รัตนา", "RATTANA"),
            ("เฉลิม", "CHALERM"),
            ("เจริญ", "CHAROEN"),
            ("ธนา", "THANA"),
            ("พงษ์ศักดิ์", "PONGSAK"),
            ("สุรศักดิ์", "SURASAK"),
            ("อุดม", "UDOM"),
            ("กมล", "KAMOL"),
            ("ขวัญใจ", "KHWANCHAI"),
            ("สุข", "SUK"),
            ("พิมพ์", "PIM"),
            ("ใหม่", "MAI"),
            ("ญาญ่า", "YAYA"),
            ("ฤทธิ์", "RIT"),
        ] {
            assert!(forms(word).iter().any(|form| form == usual), "{word} {usual} {:?}", forms(word));
        }
    }
}
