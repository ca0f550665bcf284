# The page on which things are found by words.
search-title = Search
search-title-of = Search: { $typed }
search-intro = Words in any of the four languages, in Cyrillic or Latin letters. Endings and single slips do not matter; all words must be there.
search-words = Words to find
search-go = Find
search-found = { $n ->
    [0] Nothing found
    [one] { $n } found
   *[other] { $n } found
}
search-none = Nothing in the record has all these words. Try fewer words, or the name of the country.
search-missing = Not found anywhere: { $words }. The results are for the other words.
search-more = There are more. Add a word to see the others.
search-partial = The index of words is being made. Older entries may be missing from the results for a few minutes.
search-all = All
search-col-what = What
search-col-kind = Kind
search-col-who = Partner or publisher
search-col-day = Date
things-commitment = Commitments
things-quota = Quota lines
things-observation = Figures
things-conflict = Conflicts
things-source = Sources
things-instrument = Instruments
