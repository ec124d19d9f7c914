//! Does every command of the README print what the README says?

#[test]
fn the_readme_says_what_happens() {
    trycmd::TestCases::new().case("README.md");
}
