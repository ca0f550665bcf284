//! Countries by ISO 3166-1: stored as alpha-2, alpha-3 is accepted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Every officially assigned code of ISO 3166-1, as alpha-2 followed by alpha-3.
const CODES: &str = "\
    ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA \
    AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES \
    BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK \
    CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA \
    DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA \
    GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS \
    GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD \
    IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA \
    KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA \
    LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ \
    MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC \
    NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM \
    PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC \
    SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV \
    SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR \
    TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR \
    VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE ";

/// How many bytes a row of the codes takes.
const ROW: usize = 6;

/// A country code, alpha-2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

/// The text is no assigned code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no country code of ISO 3166-1: {0:?}")]
pub struct UnknownCountry(pub String);

impl CountryCode {
    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// The code of the same country with three letters.
    #[must_use]
    pub fn alpha3(&self) -> &'static str {
        Self::rows().find(|(alpha2, _)| *alpha2 == self.as_str()).map_or("", |(_, alpha3)| alpha3)
    }

    fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
        CODES.split_ascii_whitespace().filter_map(|row| row.split_at_checked(2))
    }

    /// Whether two letters are a code: rows stand in the order of their codes, each as long as the others.
    fn is_assigned(alpha2: &[u8; 2]) -> bool {
        let (rows, _) = CODES.as_bytes().as_chunks::<ROW>();
        rows.binary_search_by(|row| row[..2].cmp(alpha2)).is_ok()
    }

    /// All countries, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::rows().filter_map(|(alpha2, _)| alpha2.parse().ok())
    }
}

impl FromStr for CountryCode {
    type Err = UnknownCountry;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.trim().as_bytes();
        let found = match *wanted {
            [a, b] => {
                Some([a.to_ascii_uppercase(), b.to_ascii_uppercase()]).filter(Self::is_assigned)
            }
            [_, _, _] => Self::rows()
                .find(|(_, alpha3)| alpha3.as_bytes().eq_ignore_ascii_case(wanted))
                .and_then(|(alpha2, _)| alpha2.as_bytes().try_into().ok()),
            _ => None,
        };
        found.map(Self).ok_or_else(|| UnknownCountry(text.to_owned()))
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lengths_are_read_and_the_short_one_is_kept() {
        for text in ["KG", "kgz", " KGZ "] {
            assert_eq!(text.parse::<CountryCode>().unwrap().as_str(), "KG");
        }
        assert_eq!("TR".parse::<CountryCode>().unwrap().alpha3(), "TUR");
        assert_eq!(CountryCode::all().count(), 249);
        assert!(CountryCode::all().is_sorted(), "they are searched by halves");
        for text in ["", "XX", "KGZZ", "ҚЗ"] {
            assert!(text.parse::<CountryCode>().is_err(), "{text}");
        }
    }
}
