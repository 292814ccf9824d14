//! What stands outside of brackets, and what in them.

/// A text outside its brackets, with a blank for each of them, and what stands in each.
pub fn brackets(text: impl Iterator<Item = char>) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut depth) = (String::new(), Vec::new(), 0_u32);
    for letter in text {
        match letter {
            '(' | '[' => {
                depth += 1;
                inside.push(String::new());
                outside.push(' ');
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            letter if depth == 0 => outside.push(letter),
            letter => inside.last_mut().into_iter().for_each(|text: &mut String| text.push(letter)),
        }
    }
    (outside, inside)
}
